package dev.headgate.config;

import dev.headgate.api.settings.Describe;
import java.nio.file.Path;
import java.util.Optional;

/** What a listener needs to speak HTTPS. */
@Describe("Certificate and key of an HTTPS listener, in PEM files relative to this file.")
public record Tls(
        @Describe("The PEM file with the certificate, its chain after it.")
        Path certificate,

        @Describe("The PEM file with the certificate's private key.")
        Path key,

        @Describe("The PEM file with the authorities whose client certificates are let in; asks every caller for one.")
        Optional<Path> clientCa) {}
