@NullMarked
package dev.headgate.credential.google;

import org.jspecify.annotations.NullMarked;
