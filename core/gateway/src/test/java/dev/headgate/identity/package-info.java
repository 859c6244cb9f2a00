/** Who may come in, and what they may use. */
@NullMarked
package dev.headgate.identity;

import org.jspecify.annotations.NullMarked;
