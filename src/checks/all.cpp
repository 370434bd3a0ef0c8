#include "checks/check.hpp"

#include <array>

namespace postern::checks {

extern Check const admin_authorization;
extern Check const anonymous_access;
extern Check const branding;
extern Check const cache_control;
extern Check const certificate_authority;
extern Check const content_security_policy;
extern Check const content_type_options;
extern Check const credential_forms;
extern Check const cross_origin;
extern Check const descriptor_authentication;
extern Check const descriptor_base_url;
extern Check const descriptor_migrations;
extern Check const descriptor_modules;
extern Check const descriptor_scopes;
extern Check const directory_listing;
extern Check const domain_registration;
extern Check const domain_takeover;
extern Check const error_pages;
extern Check const exposed_files;
extern Check const forged_token;
extern Check const frame_options;
extern Check const hsts;
extern Check const https_redirect;
extern Check const leaked_secrets;
extern Check const leaked_tokens;
extern Check const lifecycle_signature;
extern Check const open_redirect;
extern Check const referrer_policy;
extern Check const reflected_input;
extern Check const session_cookies;
extern Check const source_maps;
extern Check const tls_certificate;
extern Check const tls_ciphers;
extern Check const tls_versions;
extern Check const vulnerable_components;

std::span<Check const> all()
{
    static std::array const checks{
        anonymous_access,
        forged_token,
        lifecycle_signature,
        admin_authorization,
        leaked_secrets,
        leaked_tokens,
        exposed_files,
        directory_listing,
        error_pages,
        source_maps,
        reflected_input,
        open_redirect,
        credential_forms,
        vulnerable_components,
        cache_control,
        referrer_policy,
        session_cookies,
        content_security_policy,
        frame_options,
        content_type_options,
        cross_origin,
        tls_versions,
        tls_ciphers,
        tls_certificate,
        https_redirect,
        hsts,
        descriptor_base_url,
        descriptor_authentication,
        descriptor_migrations,
        descriptor_scopes,
        descriptor_modules,
        domain_registration,
        domain_takeover,
        certificate_authority,
        branding,
    };
    return checks;
}

} // namespace postern::checks
