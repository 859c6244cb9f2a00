/** The way between the hub's embeddings and rerankings and Voyage's, which differ in names alone. */
@NullMarked
package dev.headgate.dialect.voyage;

import org.jspecify.annotations.NullMarked;
