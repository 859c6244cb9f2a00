package dev.headgate.credential;

import java.util.List;
import java.util.Optional;

/**
 * Who we are at an operator, and where.
 *
 * @param baseUrl where it is reached unless the upstream says otherwise
 * @param region the part of the cloud
 * @param project what is billed there
 * @param source where credentials come from when there is no key
 * @param named whether the configuration itself names that source, so that no key is looked for elsewhere
 */
public record Account(
        Optional<String> baseUrl,
        Optional<String> region,
        Optional<String> project,
        Optional<Source> source,
        boolean named,
        List<Problem> problems) {
    /** That of an operator in no cloud, which knows us by a key. */
    public static final Account NONE =
            new Account(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of());

    public Account {
        problems = List.copyOf(problems);
    }

    /**
     * What is wrong with what the configuration says.
     *
     * @param key its place below the upstream
     */
    public record Problem(String key, String message) {}
}
