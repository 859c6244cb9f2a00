@NullMarked
package dev.headgate.credential.aws;

import org.jspecify.annotations.NullMarked;
