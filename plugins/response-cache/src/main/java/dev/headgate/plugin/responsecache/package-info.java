/** Keeps answers and gives them again to the same request, whole or streamed, within one tenant. */
@NullMarked
package dev.headgate.plugin.responsecache;

import org.jspecify.annotations.NullMarked;
