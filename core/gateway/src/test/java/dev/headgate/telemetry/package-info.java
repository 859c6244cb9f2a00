/** What is told about exchanges. */
@NullMarked
package dev.headgate.telemetry;

import org.jspecify.annotations.NullMarked;
