/** The request log, read as its readers do. */
@NullMarked
package dev.headgate.plugin.requestlog;

import org.jspecify.annotations.NullMarked;
