/** Prices and their table. */
@NullMarked
package dev.headgate.price;

import org.jspecify.annotations.NullMarked;
