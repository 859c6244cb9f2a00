/** Measurements of the packaged gateway, each a program of its own that prints what it found. */
@NullMarked
package dev.headgate.bench;

import org.jspecify.annotations.NullMarked;
