/** The smallest useful plugin: adds one response header. A template for one's own. */
@NullMarked
package dev.headgate.plugin.example;

import org.jspecify.annotations.NullMarked;
