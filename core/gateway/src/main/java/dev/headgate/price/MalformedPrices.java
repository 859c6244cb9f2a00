package dev.headgate.price;

/** A table of prices that cannot be trusted; the message names table, line and what would be right there. */
public final class MalformedPrices extends RuntimeException {
    MalformedPrices(String table, int line, String wrong) {
        super(table + ":" + line + ": " + wrong);
    }
}
