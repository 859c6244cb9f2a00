/**
 * The parsed configuration as records: defaults filled in, secrets resolved from where they are kept, and every problem
 * reported with its file, line, column and the nearest valid key. The only place that reads the environment.
 */
@NullMarked
package dev.headgate.config;

import org.jspecify.annotations.NullMarked;
