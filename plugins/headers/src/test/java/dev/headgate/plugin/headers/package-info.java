/** The headers plugin, as requests meet it. */
@NullMarked
package dev.headgate.plugin.headers;

import org.jspecify.annotations.NullMarked;
