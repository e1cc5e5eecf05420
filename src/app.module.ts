import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AccessExplanationModule } from './features/access/access-explanation.module.js';
import { AccountModule } from './features/account/account.module.js';
import { ArticleModule } from './features/articles/article.module.js';
import { AuditModule } from './features/audit/audit.module.js';
import { BulkModule } from './features/bulk/bulk.module.js';
import { CalendarModule } from './features/calendar/calendar.module.js';
import { ChangeModule } from './features/changes/change.module.js';
import { CommentModule } from './features/comments/comment.module.js';
import { DigestModule } from './features/digests/digest.module.js';
import { FeedModule } from './features/feed/feed.module.js';
import { FileModule } from './features/files/file.module.js';
import { HistoryModule } from './features/history/history.module.js';
import { IdentityModule } from './features/identities/identity.module.js';
import { InternalModule } from './features/internal/internal.module.js';
import { InvitationModule } from './features/invitations/invitation.module.js';
import { LabelModule } from './features/labels/label.module.js';
import { MemberModule } from './features/members/member.module.js';
import { MoveModule } from './features/moves/move.module.js';
import { DeliveryModule } from './features/deliveries/delivery.module.js';
import { SendingModule } from './features/sending/sending.module.js';
import { WebhookModule } from './features/webhooks/webhook.module.js';
import { NotificationModule } from './features/notifications/notification.module.js';
import { PasskeyModule } from './features/passkeys/passkey.module.js';
import { OidcModule } from './features/oidc/oidc.module.js';
import { PeopleModule } from './features/people/people.module.js';
import { NotifierModule } from './features/notifiers/notifier.module.js';
import { PreferencesModule } from './features/preferences/preferences.module.js';
import { PresenceModule } from './features/presence/presence.module.js';
import { ProjectModule } from './features/projects/project.module.js';
import { ProviderModule } from './features/providers/provider.module.js';
import { RecoveryModule } from './features/recovery/recovery.module.js';
import { RecurrenceModule } from './features/recurrence/recurrence.module.js';
import { RelationModule } from './features/relations/relation.module.js';
import { ReminderModule } from './features/reminders/reminder.module.js';
import { RoleModule } from './features/roles/role.module.js';
import { SearchModule } from './features/search/search.module.js';
import { ServiceAccountModule } from './features/service-accounts/service-account.module.js';
import { SessionModule } from './features/sessions/session.module.js';
import { SignInModule } from './features/sign-in/sign-in.module.js';
import { SubscriptionModule } from './features/subscriptions/subscription.module.js';
import { TaskModule } from './features/tasks/task.module.js';
import { ApiTokenModule } from './features/tokens/api-token.module.js';
import { TransferModule } from './features/transfer/transfer.module.js';
import { TrashModule } from './features/trash/trash.module.js';
import { UserModule } from './features/users/user.module.js';
import { WatchingModule } from './features/watching/watching.module.js';
import { AccessModule } from './platform/access/access.module.js';
import { Config } from './platform/config/config.js';
import { ConfigModule } from './platform/config/config.module.js';
import { DatabaseModule } from './platform/database/database.module.js';
import { EventsModule } from './platform/events/events.module.js';
import { FilesModule } from './platform/files/files.module.js';
import { HealthModule } from './platform/health/health.module.js';
import { IdempotencyModule } from './platform/idempotency/idempotency.module.js';
import { InputModule } from './platform/input/input.module.js';
import { HttpModule } from './platform/http/http.module.js';
import { DocumentsModule } from './platform/documents/documents.module.js';
import { SecretsModule } from './platform/secrets/secrets.module.js';
import { LifecycleModule } from './platform/lifecycle/lifecycle.module.js';
import { LimitsModule } from './platform/limits/limits.module.js';
import { MailModule } from './platform/mail/mail.module.js';
import { OutgoingModule } from './platform/outgoing/outgoing.module.js';
import { PasswordModule } from './platform/passwords/password.module.js';
import { TimeModule } from './platform/time/time.module.js';
import { RealtimeModule } from './platform/realtime/realtime.module.js';

/** The table of contents: all modules, from the bottom up. */
@Module({})
export class AppModule {
  static with(config: Config, others: Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        LifecycleModule,
        SecretsModule,
        TimeModule,
        DatabaseModule,
        LimitsModule,
        AccessModule,
        HttpModule,
        InputModule,
        IdempotencyModule,
        FilesModule,
        EventsModule,
        MailModule,
        OutgoingModule,
        PasswordModule,
        RealtimeModule,
        HealthModule,

        TaskModule,
        ProjectModule,
        RoleModule,
        UserModule,
        SessionModule,
        SignInModule,
        RecoveryModule,
        AccountModule,
        PasskeyModule,
        ProviderModule,
        IdentityModule,
        OidcModule,
        PreferencesModule,
        LabelModule,
        RecurrenceModule,
        MoveModule,
        HistoryModule,
        WatchingModule,
        MemberModule,
        RelationModule,
        InvitationModule,
        PeopleModule,
        ApiTokenModule,
        ServiceAccountModule,
        CommentModule,
        FileModule,
        TrashModule,
        ChangeModule,
        FeedModule,
        SubscriptionModule,
        PresenceModule,
        BulkModule,
        WebhookModule,
        DeliveryModule,
        SendingModule,
        ArticleModule,
        NotificationModule,
        NotifierModule,
        ReminderModule,
        DigestModule,
        CalendarModule,
        TransferModule,
        SearchModule,
        AccessExplanationModule,
        AuditModule,
        InternalModule,
        ...others,

        DocumentsModule,
      ],
    };
  }
}
