@NullMarked
package dev.headgate.plugin.responsecache;

import org.jspecify.annotations.NullMarked;
