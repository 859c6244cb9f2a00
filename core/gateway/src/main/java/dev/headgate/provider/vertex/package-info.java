/** Vertex AI of Google Cloud. */
@NullMarked
package dev.headgate.provider.vertex;

import org.jspecify.annotations.NullMarked;
