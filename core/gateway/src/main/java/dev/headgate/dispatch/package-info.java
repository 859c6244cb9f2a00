/** An exchange on its way: the snapshot it runs under, its chain of filters, and the loop over its targets. */
@NullMarked
package dev.headgate.dispatch;

import org.jspecify.annotations.NullMarked;
