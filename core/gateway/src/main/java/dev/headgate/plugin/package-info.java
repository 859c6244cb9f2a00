/** The host of PF4J plugins: finds their filters and makes them from settings. The only place that knows PF4J. */
@NullMarked
package dev.headgate.plugin;

import org.jspecify.annotations.NullMarked;
