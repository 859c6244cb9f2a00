/** What the configuration reader takes, refuses and says. */
@NullMarked
package dev.headgate.config;

import org.jspecify.annotations.NullMarked;
