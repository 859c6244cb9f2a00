/** Who is calling: presented keys to principals, and the models each team may use. Keys are known by digest only. */
@NullMarked
package dev.headgate.identity;

import org.jspecify.annotations.NullMarked;
