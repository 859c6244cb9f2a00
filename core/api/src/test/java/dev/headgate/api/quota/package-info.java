@NullMarked
package dev.headgate.api.quota;

import org.jspecify.annotations.NullMarked;
