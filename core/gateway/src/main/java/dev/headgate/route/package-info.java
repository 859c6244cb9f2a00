/** Immutable routes: a model id leads to a route, a route to its targets in the order they are to be tried. */
@NullMarked
package dev.headgate.route;

import org.jspecify.annotations.NullMarked;
