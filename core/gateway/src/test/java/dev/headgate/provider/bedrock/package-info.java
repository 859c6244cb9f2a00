@NullMarked
package dev.headgate.provider.bedrock;

import org.jspecify.annotations.NullMarked;
