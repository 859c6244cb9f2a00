/** A JSON line for each exchange, in a file that is rotated. */
@NullMarked
package dev.headgate.plugin.requestlog;

import org.jspecify.annotations.NullMarked;
