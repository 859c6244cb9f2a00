/** Voyage: its paths and its key. */
@NullMarked
package dev.headgate.provider.voyage;

import org.jspecify.annotations.NullMarked;
