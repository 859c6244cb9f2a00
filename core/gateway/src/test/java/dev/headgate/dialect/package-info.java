@NullMarked
package dev.headgate.dialect;

import org.jspecify.annotations.NullMarked;
