package dev.headgate.route;

/**
 * An upstream and the model asked of it, inside a route.
 *
 * @param upstream the configured upstream's name
 * @param model the model's name there; {@code *} keeps the caller's, see {@link Route#kept}
 * @param weight the share of traffic under the weighted policy
 */
public record Target(String upstream, String model, int weight) {
    /** The model asked for, once what is kept of the caller's model name is known. */
    public String model(String kept) {
        return model.equals("*") ? kept : model;
    }
}
