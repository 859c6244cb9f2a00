/** What models cost: the table of list prices that comes with the gateway, read only when somebody asks. */
@NullMarked
package dev.headgate.price;

import org.jspecify.annotations.NullMarked;
