/**
 * Limits that are held before something is spent and settled when it is known how much it was. A {@link Hold} takes its
 * share of several limits in one step, of all or of none; the {@link dev.headgate.api.StateStore} keeps how full each of
 * them is, and {@link Level} is the arithmetic that all stores follow.
 *
 * <p>All amounts are whole numbers, and every number that a store keeps or computes stays below 2<sup>53</sup>, so that
 * one whose numbers are doubles, such as a script in Redis, comes to the same results.
 */
@NullMarked
package dev.headgate.api.quota;

import org.jspecify.annotations.NullMarked;
