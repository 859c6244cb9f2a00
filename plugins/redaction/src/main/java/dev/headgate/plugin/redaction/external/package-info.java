/** Detectors that run elsewhere and are asked over HTTP. */
@NullMarked
package dev.headgate.plugin.redaction.external;

import org.jspecify.annotations.NullMarked;
