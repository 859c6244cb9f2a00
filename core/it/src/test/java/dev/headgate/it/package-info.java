/** The packaged gateway as its users meet it: a process of its own, reached over sockets, files and signals only. */
@NullMarked
package dev.headgate.it;

import org.jspecify.annotations.NullMarked;
