package dev.headgate.credential.aws;

import java.util.HashMap;
import java.util.Map;

/**
 * The profiles in the files that AWS' tools share.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html">Shared config and credentials files</a>
 */
final class Profiles {
    private final Map<String, Map<String, String>> settings = new HashMap<>();

    /** Those of both files; what stands in the credentials file goes before what stands in the other. */
    static Profiles of(String config, String credentials) {
        var profiles = new Profiles();
        profiles.read(config, true);
        profiles.read(credentials, false);
        return profiles;
    }

    /** The settings of a profile, by names in lower case; none when it is in neither file. */
    Map<String, String> of(String profile) {
        return settings.getOrDefault(profile, Map.of());
    }

    private void read(String file, boolean config) {
        Map<String, String> here = new HashMap<>();
        for (String line : file.lines().toList()) {
            String text = line.strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.contains("]")) {
                String section = text.substring(1, text.indexOf(']')).strip();
                here = section(section, config);
            } else if (equals > 0 && !text.startsWith("#") && !text.startsWith(";") && !indented(line)) {
                here.put(
                        text.substring(0, equals).strip().toLowerCase(java.util.Locale.ROOT),
                        uncommented(text.substring(equals + 1)).strip());
            }
        }
    }

    /** Settings within settings, such as those of S3. */
    private static boolean indented(String line) {
        return line.startsWith(" ") || line.startsWith("\t");
    }

    private static String uncommented(String value) {
        return value.replaceFirst("\\s[#;].*", "");
    }

    private Map<String, String> section(String name, boolean config) {
        boolean profile = !config || name.equals("default") || name.startsWith("profile ");
        String bare = config && name.startsWith("profile ")
                ? name.substring("profile ".length()).strip()
                : name;
        return profile ? settings.computeIfAbsent(bare, p -> new HashMap<>()) : new HashMap<>();
    }
}
