/**
 * How settings are declared: as records, whose components say in annotations what may be written and what stands in for
 * what is not. Keys are the names of the components in kebab-case. From the same records come the reading of the file with
 * its errors, the JSON Schema and the documentation.
 *
 * <p>A component is text, a number, {@code boolean}, an enum (written in kebab-case), a {@link java.time.Duration}, a
 * {@link dev.headgate.api.settings.DataSize}, a {@link dev.headgate.api.settings.Count}, a
 * {@link dev.headgate.api.settings.Rate}, a {@link dev.headgate.api.settings.Secret}, a {@link java.net.URI} of http or
 * https, a {@link java.nio.file.Path} relative to the configuration file, another such record, or an
 * {@link java.util.Optional}, a {@link java.util.List} or a {@link java.util.Map} by text of these. References to the
 * environment and to files are resolved before.
 *
 * <p>A record may check what no annotation says, in its compact constructor, by an {@link IllegalArgumentException} that
 * names the key and what would be right.
 */
@NullMarked
package dev.headgate.api.settings;

import org.jspecify.annotations.NullMarked;
