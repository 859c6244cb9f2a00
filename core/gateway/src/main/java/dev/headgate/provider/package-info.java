/** What is peculiar to an operator of models: paths, authentication, what its errors mean. Pure, without I/O. */
@NullMarked
package dev.headgate.provider;

import org.jspecify.annotations.NullMarked;
