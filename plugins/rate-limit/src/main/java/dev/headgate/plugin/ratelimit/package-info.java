/** Limits on requests, tokens and concurrency that are held before anything is spent. */
@NullMarked
package dev.headgate.plugin.ratelimit;

import org.jspecify.annotations.NullMarked;
