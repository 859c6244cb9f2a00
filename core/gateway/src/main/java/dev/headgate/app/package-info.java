/** The command line, and the one place where everything is wired: snapshots built and swapped, start and stop. */
@NullMarked
package dev.headgate.app;

import org.jspecify.annotations.NullMarked;
