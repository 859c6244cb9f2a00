/**
 * What shows an operator who we are where that is no key that lasts: tokens and signatures, and the steps by which they
 * are obtained. Pure; the steps are data that somebody else carries out.
 */
@NullMarked
package dev.headgate.credential;

import org.jspecify.annotations.NullMarked;
