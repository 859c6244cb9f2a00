/** What is seen from outside: the access log and the metrics, written once for each exchange that ends. */
@NullMarked
package dev.headgate.telemetry;

import org.jspecify.annotations.NullMarked;
