/** The test kit tested on itself: each fault does on the wire what it says. */
@NullMarked
package dev.headgate.testkit;

import org.jspecify.annotations.NullMarked;
