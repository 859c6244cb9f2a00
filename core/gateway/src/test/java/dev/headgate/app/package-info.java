/** The gateway as a whole, in one JVM, seen from outside. */
@NullMarked
package dev.headgate.app;

import org.jspecify.annotations.NullMarked;
