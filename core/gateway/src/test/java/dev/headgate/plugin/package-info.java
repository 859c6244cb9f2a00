/** The host of plugins. */
@NullMarked
package dev.headgate.plugin;

import org.jspecify.annotations.NullMarked;
