/**
 * The test kit: scripted upstreams and raw clients over real sockets, faults at an exact byte, assertions on streams,
 * and fakes of the API for unit tests of filters. Nothing in here sleeps; a test releases a {@link
 * dev.headgate.testkit.Step} or waits for a fact.
 */
@NullMarked
package dev.headgate.testkit;

import org.jspecify.annotations.NullMarked;
