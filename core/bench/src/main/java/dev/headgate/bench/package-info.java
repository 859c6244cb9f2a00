/**
 * The measurements of the packaged gateway beside plain proxies: one command, {@code core/bench/run}, that starts what it
 * measures, loads it, judges it by its goals and writes the tables of the documentation. Needs nothing but the JDK.
 */
@NullMarked
package dev.headgate.bench;

import org.jspecify.annotations.NullMarked;
