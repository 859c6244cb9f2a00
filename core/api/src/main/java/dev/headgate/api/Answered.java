package dev.headgate.api;

/**
 * What the gateway has answered to a filter that asked it for something.
 *
 * @param body the answer, in the wire format of the exchange's caller
 * @param attempt the one that answered; its upstream and model tell who that was
 * @see Exchange#ask
 */
public record Answered(Body body, Attempt attempt) {}
