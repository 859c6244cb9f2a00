/** Faults that operators ask for, so that they can watch failover work before they need it. */
@NullMarked
package dev.headgate.upstream.drill;

import org.jspecify.annotations.NullMarked;
