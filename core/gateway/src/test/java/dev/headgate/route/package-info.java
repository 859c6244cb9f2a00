/** Routes and their table. */
@NullMarked
package dev.headgate.route;

import org.jspecify.annotations.NullMarked;
