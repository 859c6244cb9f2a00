@NullMarked
package dev.headgate.plugin.ratelimit;

import org.jspecify.annotations.NullMarked;
