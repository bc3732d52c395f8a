"""Who is signed in, with what the head of every page shows of the person: one query for both."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from members.models import Notice, User
from members.models.users import MOST_COUNTED


class Backend(AuthenticationBackend):
    def get_user(self, user_id):
        unread = Notice.objects.unread().filter(user=OuterRef("pk")).order_by().values("pk")[:MOST_COUNTED]
        user = User.objects.annotate(unread_notices=ArraySubquery(unread)).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
