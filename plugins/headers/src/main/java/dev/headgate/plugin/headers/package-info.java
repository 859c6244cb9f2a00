/** Headers added, removed and remembered. */
@NullMarked
package dev.headgate.plugin.headers;

import org.jspecify.annotations.NullMarked;
