package dev.headgate.config;

import java.util.List;
import java.util.Optional;

/** What reading a configuration file came to. */
public sealed interface ConfigResult {

    /**
     * A configuration that may be served.
     *
     * @param warnings what is allowed but should be changed
     * @param positions where each part stands, for problems found later
     * @param version the first 12 hexadecimal digits of the SHA-256 of the file
     */
    record Valid(GatewayConfig config, List<ConfigError> warnings, Positions positions, String version)
            implements ConfigResult {
        public Valid {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * A configuration that is refused.
     *
     * @param errors all problems found, in the order of the file; never empty
     * @param readable what could be read all the same, to look for further problems in and never to be served
     */
    record Invalid(List<ConfigError> errors, Optional<Valid> readable) implements ConfigResult {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
