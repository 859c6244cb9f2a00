@NullMarked
package dev.headgate.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
