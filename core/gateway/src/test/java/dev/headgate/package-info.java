/** What holds for all packages together. */
@NullMarked
package dev.headgate;

import org.jspecify.annotations.NullMarked;
