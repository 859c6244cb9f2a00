@NullMarked
package dev.headgate.credential;

import org.jspecify.annotations.NullMarked;
