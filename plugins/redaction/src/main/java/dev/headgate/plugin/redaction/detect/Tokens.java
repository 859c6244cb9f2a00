package dev.headgate.plugin.redaction.detect;

import java.util.Set;

/**
 * Tokens that bear their issuer's mark: a prefix, a length, an alphabet, as the issuers and the secret scanners they report
 * to publish them. A line is a kind and a {@link Shape}.
 */
final class Tokens {
    private static final String SHAPES = """
        OPENAI_KEY sk-proj-[A-Za-z0-9_-]{40,}
        OPENAI_KEY sk-svcacct-[A-Za-z0-9_-]{40,}
        OPENAI_KEY sk-admin-[A-Za-z0-9_-]{40,}
        OPENAI_KEY sk-None-[A-Za-z0-9_-]{40,}
        OPENAI_KEY sk-[A-Za-z0-9]{48}
        OPENAI_KEY sess-[A-Za-z0-9]{40}
        ANTHROPIC_KEY sk-ant-[a-z0-9]{3,8}-[A-Za-z0-9_-]{24,}
        VENDOR_TOKEN sk-or-v1-[0-9a-f]{64}
        VENDOR_TOKEN sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
        VENDOR_TOKEN sk-[0-9a-f]{32}
        AWS_KEY AKIA[A-Z0-9]{16}
        AWS_KEY ASIA[A-Z0-9]{16}
        AWS_KEY AGPA[A-Z0-9]{16}
        AWS_KEY AIDA[A-Z0-9]{16}
        AWS_KEY AROA[A-Z0-9]{16}
        AWS_KEY AIPA[A-Z0-9]{16}
        AWS_KEY ANPA[A-Z0-9]{16}
        AWS_KEY ANVA[A-Z0-9]{16}
        AWS_KEY ABIA[A-Z0-9]{16}
        AWS_KEY ACCA[A-Z0-9]{16}
        AWS_KEY A3T[A-Z0-9][A-Z0-9]{16}
        AWS_KEY amzn.mws.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
        AWS_KEY ABSK[A-Za-z0-9+/=]{90,}
        AWS_KEY bedrock-api-key-[A-Za-z0-9+/=]{90,}
        AWS_KEY da2-[a-z0-9]{26}
        AWS_KEY amzn1.oa2-cs.v1.[0-9a-f]{64}
        GOOGLE_KEY AIza[A-Za-z0-9_-]{35}
        GOOGLE_KEY AQ.Ab[A-Za-z0-9_-]{40,}
        GOOGLE_KEY GOCSPX-[A-Za-z0-9_-]{28}
        GOOGLE_KEY ya29.[A-Za-z0-9._-]{20,}
        GOOGLE_KEY 1//0[A-Za-z0-9_-]{40,}
        GITHUB_TOKEN ghp_[A-Za-z0-9]{36}
        GITHUB_TOKEN gho_[A-Za-z0-9]{36}
        GITHUB_TOKEN ghu_[A-Za-z0-9]{36}
        GITHUB_TOKEN ghs_[A-Za-z0-9]{36}
        GITHUB_TOKEN ghr_[A-Za-z0-9]{36,76}
        GITHUB_TOKEN github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}
        GITLAB_TOKEN glpat-[A-Za-z0-9_.-]{20,}
        GITLAB_TOKEN gldt-[A-Za-z0-9_-]{20,}
        GITLAB_TOKEN glrt-[A-Za-z0-9_.-]{20,}
        GITLAB_TOKEN glrtr-[A-Za-z0-9_-]{20,}
        GITLAB_TOKEN glcbt-[A-Za-z0-9_-]{20,}
        GITLAB_TOKEN glptt-[0-9a-f]{40}
        GITLAB_TOKEN glft-[A-Za-z0-9_-]{20,}
        GITLAB_TOKEN glsoat-[A-Za-z0-9_-]{20,}
        GITLAB_TOKEN glimt-[A-Za-z0-9_-]{25,}
        GITLAB_TOKEN glagent-[A-Za-z0-9_-]{50,}
        GITLAB_TOKEN gloas-[A-Za-z0-9_-]{64}
        GITLAB_TOKEN glffct-[A-Za-z0-9_-]{20,}
        GITLAB_TOKEN GR1348941[A-Za-z0-9_-]{20,}
        SLACK_TOKEN xoxb-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxp-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxa-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxr-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxs-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxo-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxc-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxd-[A-Za-z0-9%/+=-]{20,}
        SLACK_TOKEN xoxe-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxe.xoxb-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xoxe.xoxp-[A-Za-z0-9-]{20,}
        SLACK_TOKEN xapp-[A-Za-z0-9/-]{20,}
        SLACK_TOKEN xwfp-[A-Za-z0-9-]{20,}
        SLACK_TOKEN hooks.slack.com/services/T[A-Z0-9]{6,12}/B[A-Z0-9]{6,12}/[A-Za-z0-9]{20,26}
        SLACK_TOKEN hooks.slack.com/workflows/T[A-Z0-9]{6,12}/A[A-Z0-9]{6,12}/[0-9]{15,20}/[A-Za-z0-9]{20,26}
        STRIPE_KEY sk_live_[A-Za-z0-9]{16,}
        STRIPE_KEY sk_test_[A-Za-z0-9]{16,}
        STRIPE_KEY rk_live_[A-Za-z0-9]{16,}
        STRIPE_KEY rk_test_[A-Za-z0-9]{16,}
        STRIPE_KEY whsec_[A-Za-z0-9+/=]{32,}
        VENDOR_TOKEN SK[0-9a-f]{32}
        VENDOR_TOKEN SG.[A-Za-z0-9_-]{20,24}.[A-Za-z0-9_-]{39,50}
        VENDOR_TOKEN npm_[A-Za-z0-9]{36}
        VENDOR_TOKEN pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}
        VENDOR_TOKEN pypi-AgENdGVzdC5weXBpLm9yZ[A-Za-z0-9_-]{50,}
        VENDOR_TOKEN hf_[A-Za-z0-9]{34}
        VENDOR_TOKEN api_org_[A-Za-z0-9]{34}
        VENDOR_TOKEN gsk_[A-Za-z0-9]{52}
        VENDOR_TOKEN xai-[A-Za-z0-9]{80}
        VENDOR_TOKEN pplx-[A-Za-z0-9]{40,64}
        VENDOR_TOKEN r8_[A-Za-z0-9]{37}
        VENDOR_TOKEN fw_[A-Za-z0-9]{22,32}
        VENDOR_TOKEN nvapi-[A-Za-z0-9_-]{60,70}
        VENDOR_TOKEN csk-[a-z0-9]{48}
        VENDOR_TOKEN tgp_v1_[A-Za-z0-9_-]{43}
        VENDOR_TOKEN fc-[0-9a-f]{32}
        VENDOR_TOKEN tvly-[A-Za-z0-9-]{32,50}
        VENDOR_TOKEN jina_[A-Za-z0-9_-]{60}
        VENDOR_TOKEN pcsk_[A-Za-z0-9_]{60,80}
        VENDOR_TOKEN lsv2_pt_[0-9a-f]{32}_[0-9a-f]{10}
        VENDOR_TOKEN lsv2_sk_[0-9a-f]{32}_[0-9a-f]{10}
        VENDOR_TOKEN dop_v1_[0-9a-f]{64}
        VENDOR_TOKEN doo_v1_[0-9a-f]{64}
        VENDOR_TOKEN dor_v1_[0-9a-f]{64}
        VENDOR_TOKEN shpat_[0-9a-fA-F]{32}
        VENDOR_TOKEN shpca_[0-9a-fA-F]{32}
        VENDOR_TOKEN shppa_[0-9a-fA-F]{32}
        VENDOR_TOKEN shpss_[0-9a-fA-F]{32}
        VENDOR_TOKEN shptka_[0-9a-fA-F]{32}
        VENDOR_TOKEN dapi[0-9a-f]{32}[0-9-]{0,2}
        VENDOR_TOKEN dckr_pat_[A-Za-z0-9_-]{27}
        VENDOR_TOKEN dckr_oat_[A-Za-z0-9_-]{32}
        VENDOR_TOKEN dp.ct.[A-Za-z0-9]{40,44}
        VENDOR_TOKEN dp.pt.[A-Za-z0-9]{40,44}
        VENDOR_TOKEN dp.sa.[A-Za-z0-9]{40,44}
        VENDOR_TOKEN dp.scim.[A-Za-z0-9]{40,44}
        VENDOR_TOKEN dp.audit.[A-Za-z0-9]{40,44}
        VENDOR_TOKEN dp.st.[a-z0-9_-]{2,35}.[A-Za-z0-9]{40,44}
        VENDOR_TOKEN sl.[A-Za-z0-9_-]{100,}
        VENDOR_TOKEN dt0c01.[A-Z0-9]{24}.[A-Z0-9]{64}
        VENDOR_TOKEN EAACEdEose0cBA[A-Za-z0-9]{20,}
        VENDOR_TOKEN EAA[A-Za-z0-9]{100,}
        VENDOR_TOKEN IGQVJ[A-Za-z0-9_-]{90,}
        VENDOR_TOKEN figd_[A-Za-z0-9_-]{38,44}
        VENDOR_TOKEN lin_api_[A-Za-z0-9]{40}
        VENDOR_TOKEN secret_[A-Za-z0-9]{43}
        VENDOR_TOKEN ntn_[A-Za-z0-9]{40,50}
        VENDOR_TOKEN pat[A-Za-z0-9]{14}.[0-9a-f]{64}
        VENDOR_TOKEN ATATT3[A-Za-z0-9_=-]{100,}
        VENDOR_TOKEN ATCTT3[A-Za-z0-9_=-]{100,}
        VENDOR_TOKEN ATBB[A-Za-z0-9]{32}
        VENDOR_TOKEN BBDC-[A-Za-z0-9+/@_-]{40,50}
        VENDOR_TOKEN AKCp[0-9][A-Za-z0-9]{68}
        VENDOR_TOKEN cmVmdGtuO[A-Za-z0-9]{50,60}
        VENDOR_TOKEN glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}
        VENDOR_TOKEN glc_eyJ[A-Za-z0-9+/=]{50,}
        VENDOR_TOKEN eyJrIjoi[A-Za-z0-9+/=_-]{40,}
        VENDOR_TOKEN hvs.[A-Za-z0-9_-]{24,}
        VENDOR_TOKEN hvb.[A-Za-z0-9_-]{100,}
        VENDOR_TOKEN hvr.[A-Za-z0-9_-]{24,}
        VENDOR_TOKEN NRAK-[A-Z0-9]{27}
        VENDOR_TOKEN NRAA-[0-9a-f]{27}
        VENDOR_TOKEN NRII-[A-Za-z0-9_-]{32}
        VENDOR_TOKEN NRIQ-[A-Za-z0-9_-]{32}
        VENDOR_TOKEN NRRA-[0-9a-f]{42}
        VENDOR_TOKEN NRJS-[0-9a-f]{19}
        VENDOR_TOKEN px-api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
        VENDOR_TOKEN px-dep-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
        VENDOR_TOKEN oy2[a-z0-9]{43}
        VENDOR_TOKEN PMAK-[0-9a-f]{24}-[0-9a-f]{34}
        VENDOR_TOKEN rubygems_[0-9a-f]{48}
        VENDOR_TOKEN sgp_[A-Za-z0-9_]{40,64}
        VENDOR_TOKEN slk_[0-9a-f]{64}
        VENDOR_TOKEN sq0atp-[A-Za-z0-9_-]{22}
        VENDOR_TOKEN sq0atb-[A-Za-z0-9_-]{22}
        VENDOR_TOKEN sq0csp-[A-Za-z0-9_-]{43}
        VENDOR_TOKEN EAAAE[A-Za-z0-9_-]{59}
        VENDOR_TOKEN hawk.[A-Za-z0-9_-]{20}.[A-Za-z0-9_-]{20}
        VENDOR_TOKEN key-[0-9a-f]{32}
        VENDOR_TOKEN xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}
        VENDOR_TOKEN sk.eyJ1Ijoi[A-Za-z0-9_-]{20,76}.[A-Za-z0-9_-]{20,26}
        VENDOR_TOKEN tk.eyJ1Ijoi[A-Za-z0-9_-]{20,76}.[A-Za-z0-9_-]{20,26}
        VENDOR_TOKEN pk.eyJ1Ijoi[A-Za-z0-9_-]{20,76}.[A-Za-z0-9_-]{20,26}
        VENDOR_TOKEN live_[0-9]{6,12}_[A-Za-z0-9]{30}
        VENDOR_TOKEN aio_[A-Za-z0-9]{28}
        VENDOR_TOKEN odt_[A-Za-z0-9]{32,40}
        VENDOR_TOKEN odt_[A-Za-z0-9]{8}_[A-Za-z0-9]{32}
        VENDOR_TOKEN p8e-[A-Za-z0-9_-]{32}
        VENDOR_TOKEN pul-[0-9a-f]{40}
        VENDOR_TOKEN pscale_tkn_[A-Za-z0-9_.=-]{32,64}
        VENDOR_TOKEN pscale_pw_[A-Za-z0-9_.=-]{32,64}
        VENDOR_TOKEN dsec_[A-Za-z0-9_-]{32,}
        VENDOR_TOKEN sntrys_eyJ[A-Za-z0-9+/=_]{50,}
        VENDOR_TOKEN sntryu_[0-9a-f]{64}
        VENDOR_TOKEN phc_[A-Za-z0-9]{43}
        VENDOR_TOKEN phx_[A-Za-z0-9]{43,48}
        VENDOR_TOKEN rdme_[a-z0-9]{70}
        VENDOR_TOKEN sbp_[0-9a-f]{40}
        VENDOR_TOKEN vercel_blob_rw_[A-Za-z0-9_]{30,}
        VENDOR_TOKEN fo1_[A-Za-z0-9_-]{43}
        VENDOR_TOKEN FlyV1 fm2_[A-Za-z0-9+/=_,-]{90,}
        VENDOR_TOKEN CFPAT-[A-Za-z0-9_-]{43}
        VENDOR_TOKEN v1.0-[0-9a-f]{24}-[0-9a-f]{70,}
        VENDOR_TOKEN HRKU-[A-Za-z0-9_-]{36,60}
        VENDOR_TOKEN duffel_test_[A-Za-z0-9_-]{43}
        VENDOR_TOKEN duffel_live_[A-Za-z0-9_-]{43}
        VENDOR_TOKEN EZAK[A-Za-z0-9]{54}
        VENDOR_TOKEN EZTK[A-Za-z0-9]{54}
        VENDOR_TOKEN shippo_live_[0-9a-f]{40}
        VENDOR_TOKEN shippo_test_[0-9a-f]{40}
        VENDOR_TOKEN t-[0-9a-z]{16}-[0-9a-z]{16}-[0-9a-z]{32}
        VENDOR_TOKEN access_token$production$[0-9a-z]{16}$[0-9a-f]{32}
        VENDOR_TOKEN access_token$sandbox$[0-9a-z]{16}$[0-9a-f]{32}
        VENDOR_TOKEN oa2-client-id_[A-Za-z0-9_-]{32}[:]{0,1}[A-Za-z0-9]{0,40}
        VENDOR_TOKEN AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}
        PRIVATE_KEY PRIVATE-AGE-PLUGIN-[A-Z0-9-]{20,}
        VENDOR_TOKEN tfp_[A-Za-z0-9_-]{40,60}
        VENDOR_TOKEN ddp_[A-Za-z0-9]{36}
        VENDOR_TOKEN apify_api_[A-Za-z0-9]{36}
        VENDOR_TOKEN ap_[A-Za-z0-9]{40}
        VENDOR_TOKEN sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
        VENDOR_TOKEN mob-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
        VENDOR_TOKEN ops_eyJ[A-Za-z0-9+/=_-]{100,}
        VENDOR_TOKEN A3-[A-Z0-9]{6}-[A-Z0-9]{6}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}
        VENDOR_TOKEN tskey-[a-z]{3,9}-[A-Za-z0-9]{8,20}-[A-Za-z0-9]{16,40}
        VENDOR_TOKEN discord.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}
        VENDOR_TOKEN discordapp.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}
        PASSWORD_HASH $2a$[0-9]{2}$[A-Za-z0-9./]{53}
        PASSWORD_HASH $2b$[0-9]{2}$[A-Za-z0-9./]{53}
        PASSWORD_HASH $2y$[0-9]{2}$[A-Za-z0-9./]{53}
        PASSWORD_HASH $1$[A-Za-z0-9./]{1,8}$[A-Za-z0-9./]{22}
        PASSWORD_HASH $apr1$[A-Za-z0-9./]{1,8}$[A-Za-z0-9./]{22}
        PASSWORD_HASH $5$[A-Za-z0-9./]{1,16}$[A-Za-z0-9./]{43}
        PASSWORD_HASH $5$rounds=[0-9]{1,9}$[A-Za-z0-9./]{1,16}$[A-Za-z0-9./]{43}
        PASSWORD_HASH $6$[A-Za-z0-9./]{1,16}$[A-Za-z0-9./]{86}
        PASSWORD_HASH $6$rounds=[0-9]{1,9}$[A-Za-z0-9./]{1,16}$[A-Za-z0-9./]{86}
        PASSWORD_HASH $8$[A-Za-z0-9./]{14}$[A-Za-z0-9./]{43}
        PASSWORD_HASH $9$[A-Za-z0-9./]{14}$[A-Za-z0-9./]{43}
        PASSWORD_HASH $y$[A-Za-z0-9./]{1,8}$[A-Za-z0-9./]{1,30}$[A-Za-z0-9./]{43}
        PASSWORD_HASH $argon2id$v=[0-9]{2}$[mtp=,0-9]{8,30}$[A-Za-z0-9+/]{8,43}$[A-Za-z0-9+/]{16,}
        PASSWORD_HASH $argon2i$v=[0-9]{2}$[mtp=,0-9]{8,30}$[A-Za-z0-9+/]{8,43}$[A-Za-z0-9+/]{16,}
        PASSWORD_HASH $krb5asrep$23$[A-Za-z0-9@.:_$-]{64,}
        PASSWORD_HASH $krb5asrep$[A-Za-z0-9@._-]{1,30}:[0-9a-fA-F]{32}$[0-9a-fA-F]{16,}
        PASSWORD_HASH $krb5tgs$23$[A-Za-z0-9@.:_/*$-]{64,}
        PASSWORD_HASH pbkdf2_sha256$[0-9]{4,7}$[A-Za-z0-9]{8,32}$[A-Za-z0-9+/=]{43,44}
        CLOUD_RESOURCE arn:aws:[a-z0-9-]{1,30}:[a-z0-9-]{0,20}:[0-9]{0,12}:[A-Za-z0-9_./:*+=,@-]{3,}
        CLOUD_RESOURCE arn:aws-cn:[a-z0-9-]{1,30}:[a-z0-9-]{0,20}:[0-9]{0,12}:[A-Za-z0-9_./:*+=,@-]{3,}
        CLOUD_RESOURCE arn:aws-us-gov:[a-z0-9-]{1,30}:[a-z0-9-]{0,20}:[0-9]{0,12}:[A-Za-z0-9_./:*+=,@-]{3,}
        VENDOR_TOKEN outlook.office.com/webhook/[A-Za-z0-9@/%-]{40,}
        VENDOR_TOKEN thingsboard.cloud/api/v1/[a-z0-9]{20}
        CLOUD_RESOURCE s3.amazonaws.com/[a-z0-9.-]{3,63}
        CLOUD_RESOURCE storage.googleapis.com/[a-z0-9._-]{3,63}
        CLOUD_RESOURCE gs://[a-z0-9._-]{3,63}
        CLOUD_RESOURCE s3://[a-z0-9.-]{3,63}
        """;

    /** Shapes that others share, and what they are worth without a word beside them. */
    private static final Set<String> COMMON =
            Set.of("sk-", "SK", "pat", "key-", "ap_", "fc-", "t-", "oy2", "v1.0-", "EAA");

    private Tokens() {}

    /** Bots of Telegram: a number of the bot, and 35 characters that begin with AA. */
    private static void telegram(Scan scan, Digits d) {
        int colon = d.endsAt(1);
        if (d.group(0) < 8 || d.group(0) > 10 || !Numbers.beginsAt(scan, d.start())) {
            return;
        }
        int end = colon + 1;
        while (end - colon <= 36 && Chars.BASE64URL.has(scan.at(end))) {
            end++;
        }
        if (scan.mayGoOn(end)) {
            scan.open(d.start());
        } else if (scan.at(colon) == ':' && end - colon == 36 && scan.text.startsWith("AA", colon + 1)) {
            scan.found(Kind.VENDOR_TOKEN, d.start(), end, 95);
        }
    }

    static void register(Triggers.Builder to, Set<Kind> kinds) {
        if (kinds.contains(Kind.VENDOR_TOKEN)) {
            to.number(Tokens::telegram);
        }
        SHAPES.lines().forEach(line -> {
            int space = line.indexOf(' ');
            Kind kind = Kind.valueOf(line.substring(0, space));
            if (kinds.contains(kind)) {
                Shape shape = Shape.of(line.substring(space + 1));
                int confidence = kind == Kind.CLOUD_RESOURCE ? 60 : COMMON.contains(shape.prefix()) ? 85 : 95;
                boolean common = COMMON.contains(shape.prefix());
                to.prefix(shape.prefix(), (scan, start, end) -> {
                    // A common prefix says nothing inside a longer name, as in cache-key-….
                    if (!common || (scan.at(start - 1) != '-' && scan.at(start - 1) != '_')) {
                        shape.at(scan, kind, start, confidence);
                    }
                });
            }
        });
    }
}
